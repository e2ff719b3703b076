import { z } from "zod";
import { messageOf } from "../../functions/errors.ts";
import { runsPerMonth } from "./schedule-rate.ts";

/** What EventBridge Scheduler takes. */
export const Times = z.string().superRefine((expression, context) => {
  try {
    runsPerMonth(expression);
  } catch (error) {
    context.addIssue({
      code: "custom",
      message: `${messageOf(error)} Write it as cron(0 6 ? * MON *) or rate(7 days).`,
    });
  }
});

/** Large enough for clusters in two subnets, no larger than a VPC may be, and without bits of a host. */
export function isNetwork(cidr: string): boolean {
  const [address = "", length = ""] = cidr.split("/");
  const bits = address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
  return Number(length) >= 16 && Number(length) <= 24 && bits % 2 ** (32 - Number(length)) === 0;
}

/** A name of the tz database, as EventBridge Scheduler takes; an offset such as +01:00 is none. */
export function isTimeZone(name: string): boolean {
  try {
    return (
      /^[A-Z]/.test(name) &&
      new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== ""
    );
  } catch {
    return false;
  }
}
