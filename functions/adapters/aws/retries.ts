/**
 * How clients of AWS's control planes ask again. Their quotas belong to the whole account, so a throttled client
 * slows down before it asks the next thing.
 */
export const RETRIES = { retryMode: "adaptive", maxAttempts: 8 };
