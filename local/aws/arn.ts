/** The ARN of an execution from the one of its state machine. */
export const executionArn = (stateMachineArn: string, name: string): string =>
  `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${name}`;

/** The name of an execution, which is the end of its ARN. */
export const executionName = (arn: string): string => arn.split(":").at(-1) ?? arn;

/** AWS's three worlds have a console each: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
const CONSOLES: Readonly<Record<string, string>> = {
  "aws-cn": "console.amazonaws.cn",
  "aws-us-gov": "console.amazonaws-us-gov.com",
};

/** Where a person looks at an execution in AWS's console. */
export function consoleLink(arn: string): string {
  const [, partition = "aws", , region = ""] = arn.split(":");
  const host = CONSOLES[partition] ?? "console.aws.amazon.com";
  return `https://${region}.${host}/states/home?region=${region}#/v2/executions/details/${arn}`;
}
