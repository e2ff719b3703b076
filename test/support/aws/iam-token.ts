import { createHash, createHmac } from "node:crypto";
import type { AccessKey } from "./recorder.ts";

/** What a token of IAM's for a database must be about. */
export interface TokenDemands {
  /** `localhost:5432`: what the client believes that it speaks to. */
  readonly address: string;
  readonly user: string;
  readonly region: string;
  readonly now: Date;
  /** Whose access key it is; undefined where it is nobody's. */
  ownerOf(accessKeyId: string): { readonly name: string; readonly key: AccessKey } | undefined;
}

/**
 * Who signed the token, as RDS checks it: a presigned GET request in Signature Version 4, for this server, this user,
 * this region, and for 15 minutes. Undefined where any of it is wrong.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
 */
export function signerOf(token: string, demands: TokenDemands): string | undefined {
  const url = new URL(`https://${token}`);
  const said = (name: string): string => url.searchParams.get(name) ?? "";
  const [accessKey = "", day = "", ...scope] = said("X-Amz-Credential").split("/");
  const owner = demands.ownerOf(accessKey);
  const isMeant =
    url.host === demands.address &&
    said("Action") === "connect" &&
    said("DBUser") === demands.user &&
    said("X-Amz-SignedHeaders") === "host" &&
    scope.join("/") === `${demands.region}/rds-db/aws4_request`;
  const age = (demands.now.getTime() - timeOf(said("X-Amz-Date")).getTime()) / 1000;
  if (owner === undefined || !isMeant || !(age >= -1 && age < Number(said("X-Amz-Expires")) && age < 900))
    return undefined;
  const query = [...url.searchParams]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join("&");
  const request = ["GET", "/", query, `host:${url.host}`, "", "host", sha256("")].join("\n");
  const text = ["AWS4-HMAC-SHA256", said("X-Amz-Date"), [day, ...scope].join("/"), sha256(request)].join(
    "\n",
  );
  const key = [day, ...scope].reduce<string | Buffer>(hmac, `AWS4${owner.key.secretAccessKey}`);
  return hmac(key, text).toString("hex") === said("X-Amz-Signature") ? owner.name : undefined;
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** `20261116T060000Z`, as a Date. */
const timeOf = (compact: string): Date =>
  new Date(compact.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));

/** As Signature Version 4 wants it, which is stricter than encodeURIComponent. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
