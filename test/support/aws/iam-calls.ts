import { z } from "zod";

/** What IAM is asked about one request: may its signer do `action` on `resource`? */
export interface IamCall {
  readonly action: string;
  readonly resource: string;
}

/** A request to AWS as it came in. */
export interface AwsRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Who signed a request, for where and for which service: the credential scope of Signature Version 4. */
export interface Scope {
  readonly accessKey: string;
  readonly region: string;
  readonly service: string;
}

/** The scope that the Authorization header names; undefined where the request is not signed. */
export function scopeOf({ headers }: AwsRequest): Scope | undefined {
  const found = /Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/.exec(
    String(headers.authorization),
  );
  const [, accessKey, region, service] = found ?? [];
  if (accessKey === undefined || region === undefined || service === undefined) return undefined;
  return { accessKey, region, service };
}

/**
 * What IAM is asked about a request, by what AWS documents of each service. Throws a RangeError for one that is not
 * known here, so that no call is left out.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function iamCalls(request: AwsRequest, { region, service }: Scope, account: string): IamCall[] {
  const place = `${region}:${account}`;
  switch (service) {
    case "s3":
      return s3Calls(request);
    case "lambda":
      return lambdaCalls(request, place);
    case "secretsmanager":
    case "elasticmapreduce":
    case "states":
      return jsonCalls(request, service, place);
    default:
      throw unknown(request);
  }
}

/**
 * S3 answers a role that may not list the bucket with "forbidden" where an object is not there.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function callsOfMissingObject(request: AwsRequest): IamCall[] {
  const { bucket, key } = objectOf(request);
  return key === "" ? [] : [{ action: "s3:ListBucket", resource: `arn:aws:s3:::${bucket}` }];
}

function s3Calls(request: AwsRequest): IamCall[] {
  const { bucket, key, query } = objectOf(request);
  const ofBucket = `arn:aws:s3:::${bucket}`;
  const object = `${ofBucket}/${key}`;
  if (key === "" && request.method === "GET" && query.get("list-type") === "2")
    return [{ action: "s3:ListBucket", resource: ofBucket }];
  if (key === "" && request.method === "GET" && query.has("versions"))
    return [{ action: "s3:ListBucketVersions", resource: ofBucket }];
  if (key === "" && request.method === "POST" && query.has("delete")) return deletions(request, ofBucket);
  if (key !== "" && plain(query)) {
    if (request.method === "GET" || request.method === "HEAD")
      return [{ action: "s3:GetObject", resource: object }];
    if (request.method === "DELETE") return [{ action: "s3:DeleteObject", resource: object }];
    if (request.method === "PUT" && request.headers["x-amz-copy-source"] === undefined)
      return [
        { action: "s3:PutObject", resource: object },
        // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
        ...(request.headers["if-match"] === undefined ? [] : [{ action: "s3:GetObject", resource: object }]),
      ];
  }
  throw unknown(request);
}

/** `x-id` is the SDK's own note of the operation. */
const plain = (query: URLSearchParams): boolean => [...query.keys()].every((name) => name === "x-id");

/** DeleteObjects is asked about for each object. */
const deletions = ({ body }: AwsRequest, bucket: string): IamCall[] =>
  [...body.matchAll(/<Object>(.*?)<\/Object>/gs)].map(([, object = ""]) => ({
    action: object.includes("<VersionId>") ? "s3:DeleteObjectVersion" : "s3:DeleteObject",
    resource: `${bucket}/${/<Key>(.*?)<\/Key>/s.exec(object)?.[1] ?? ""}`,
  }));

function objectOf({ url }: AwsRequest) {
  const { pathname, searchParams } = new URL(url, "http://localhost");
  const [, bucket = "", ...rest] = pathname.split("/");
  return { bucket, key: decodeURIComponent(rest.join("/")), query: searchParams };
}

function lambdaCalls(request: AwsRequest, place: string): IamCall[] {
  const name = /^\/2015-03-31\/functions\/([^/?]+)\/invocations$/.exec(request.url)?.[1];
  if (request.method !== "POST" || name === undefined) throw unknown(request);
  return [{ action: "lambda:InvokeFunction", resource: `arn:aws:lambda:${place}:function:${name}` }];
}

/** The resources that an operation of a JSON protocol is about, by its input. */
const JSON_RESOURCES: Readonly<Record<string, (input: unknown, place: string) => readonly string[]>> = {
  "secretsmanager:GetSecretValue": (input) => [z.object({ SecretId: z.string() }).parse(input).SecretId],
  "elasticmapreduce:ListClusters": () => ["*"],
  "elasticmapreduce:DescribeCluster": (input, place) => [
    clusterArn(z.object({ ClusterId: z.string() }).parse(input).ClusterId, place),
  ],
  "elasticmapreduce:TerminateJobFlows": (input, place) =>
    z
      .object({ JobFlowIds: z.array(z.string()) })
      .parse(input)
      .JobFlowIds.map((id) => clusterArn(id, place)),
  "states:DescribeExecution": (input) => [z.object({ executionArn: z.string() }).parse(input).executionArn],
};

const clusterArn = (id: string, place: string): string => `arn:aws:elasticmapreduce:${place}:cluster/${id}`;

function jsonCalls(request: AwsRequest, service: string, place: string): IamCall[] {
  const action = `${service}:${String(request.headers["x-amz-target"]).split(".").at(-1)}`;
  const resources = JSON_RESOURCES[action];
  if (resources === undefined) throw unknown(request);
  return resources(JSON.parse(request.body), place).map((resource) => ({ action, resource }));
}

const unknown = ({ method, url, headers }: AwsRequest): RangeError =>
  new RangeError(
    `What IAM is asked about ${method} ${url} ${headers["x-amz-target"] ?? ""} is not known: add it to test/support/aws/iam-calls.ts.`,
  );
