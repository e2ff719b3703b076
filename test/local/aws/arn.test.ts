import { expect, test } from "vitest";
import { consoleLink, executionArn, executionName } from "../../../local/aws/executions.ts";

const MACHINE = "arn:aws:states:eu-west-2:123456789012:stateMachine:citypulse-dev-neighbourhood";

test("an execution's ARN is made of its state machine's and its name, which is its end", () => {
  const arn = executionArn(MACHINE, "20261116T060000Z");
  expect(arn).toBe(
    "arn:aws:states:eu-west-2:123456789012:execution:citypulse-dev-neighbourhood:20261116T060000Z",
  );
  expect(executionName(arn)).toBe("20261116T060000Z");
});

test.each([
  ["arn:aws:states:eu-west-2:1:execution:m:x", "https://eu-west-2.console.aws.amazon.com/"],
  ["arn:aws-cn:states:cn-north-1:1:execution:m:x", "https://cn-north-1.console.amazonaws.cn/"],
  [
    "arn:aws-us-gov:states:us-gov-west-1:1:execution:m:x",
    "https://us-gov-west-1.console.amazonaws-us-gov.com/",
  ],
])("%s stands in its own console", (arn, host) => {
  expect(consoleLink(arn).startsWith(host)).toBe(true);
  expect(consoleLink(arn).endsWith(`/details/${arn}`)).toBe(true);
});
