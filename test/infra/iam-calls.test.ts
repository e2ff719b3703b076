import { expect, test } from "vitest";
import { type AwsRequest, callsOfMissingObject, iamCalls, scopeOf } from "../support/aws/iam-calls.ts";
import { recordedCalls } from "../support/aws/recorded-calls.ts";

const request = (
  service: string,
  method: string,
  url: string,
  fields: Partial<AwsRequest> = {},
): AwsRequest => ({
  method,
  url,
  body: "",
  ...fields,
  headers: {
    authorization: `AWS4-HMAC-SHA256 Credential=AKIAPUBLISH/20261116/us-east-1/${service}/aws4_request, Signature=0`,
    ...fields.headers,
  },
});

function asked(one: AwsRequest): string[] {
  const scope = scopeOf(one);
  if (scope === undefined) throw new Error("It is not signed.");
  return iamCalls(one, scope, "123456789012").map(({ action, resource }) => `${action} ${resource}`);
}

const DELETION =
  "<Delete><Object><Key>a</Key></Object><Object><Key>b</Key><VersionId>1</VersionId></Object></Delete>";
const BUCKET = "arn:aws:s3:::data";

test.for<[string, AwsRequest, string[]]>([
  [
    "a read",
    request("s3", "GET", "/data/raw/run%3D1/a.gz?x-id=GetObject"),
    [`s3:GetObject ${BUCKET}/raw/run=1/a.gz`],
  ],
  ["a write", request("s3", "PUT", "/data/a?x-id=PutObject"), [`s3:PutObject ${BUCKET}/a`]],
  [
    "a write on the condition of a tag",
    request("s3", "PUT", "/data/a", { headers: { "if-match": '"1"' } }),
    [`s3:PutObject ${BUCKET}/a`, `s3:GetObject ${BUCKET}/a`],
  ],
  ["a listing", request("s3", "GET", "/data?list-type=2&prefix=raw%2F"), [`s3:ListBucket ${BUCKET}`]],
  ["a listing of versions", request("s3", "GET", "/data?versions"), [`s3:ListBucketVersions ${BUCKET}`]],
  [
    "a removal of several",
    request("s3", "POST", "/data?delete", { body: DELETION }),
    [`s3:DeleteObject ${BUCKET}/a`, `s3:DeleteObjectVersion ${BUCKET}/b`],
  ],
  [
    "the end of two clusters",
    request("elasticmapreduce", "POST", "/", {
      headers: { "x-amz-target": "ElasticMapReduce.TerminateJobFlows" },
      body: '{"JobFlowIds":["j-1","j-2"]}',
    }),
    ["j-1", "j-2"].map(
      (id) =>
        `elasticmapreduce:TerminateJobFlows arn:aws:elasticmapreduce:us-east-1:123456789012:cluster/${id}`,
    ),
  ],
  [
    "an invocation",
    request("lambda", "POST", "/2015-03-31/functions/records/invocations"),
    ["lambda:InvokeFunction arn:aws:lambda:us-east-1:123456789012:function:records"],
  ],
])("%s is asked about as IAM has it", ([, one, calls]) => {
  expect(asked(one)).toEqual(calls);
});

test("an object that is not there is asked about as a listing too", () => {
  expect(callsOfMissingObject(request("s3", "GET", "/data/a"))).toEqual([
    { action: "s3:ListBucket", resource: BUCKET },
  ]);
});

test.each([
  ["an unknown operation of S3", request("s3", "PUT", "/data/a?tagging")],
  ["a copy", request("s3", "PUT", "/data/a", { headers: { "x-amz-copy-source": "data/b" } })],
  ["another service", request("sqs", "POST", "/")],
])("%s is an error, so that no call is left out", (_, one) => {
  expect(() => asked(one)).toThrow("is not known");
});

test("what differs from run to run is made general, and each call stands once", () => {
  const call = (resource: string) => ({ function: "publish", action: "s3:GetObject", resource });
  const calls = [
    call(`${BUCKET}/raw/run=2026-11-16/station=bank/00001.jsonl.gz`),
    call(`${BUCKET}/raw/run=2026-11-09/station=bank/00002.jsonl.gz`),
    call(`${BUCKET}/emr/j-ABC/steps/s-DEF/stderr`),
  ];
  expect(JSON.parse(recordedCalls(calls))).toEqual([
    call(`${BUCKET}/emr/j-CLUSTER/steps/s-STEP/stderr`),
    call(`${BUCKET}/raw/run=RUN/station=STATION/00000.jsonl.gz`),
  ]);
});
