import { z } from "zod";
import { InvalidInput } from "../errors.ts";

/** Whether an address can be downloaded from: by HTTPS, or from this machine, as tests do. */
export function isDownloadUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== "" || url.password !== "") return false;
  return url.protocol === "https:" || isLoopback(url);
}

/** Whether an address is a server on this machine, to which a connection needs no encryption. */
export const isLoopback = ({ protocol, hostname }: URL): boolean =>
  protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(hostname);

const Address = z
  .string()
  .refine(isDownloadUrl, "give an address that begins with https:// and has no user name in it");

const LAND_REGISTRY = "https://price-paid-data.publicdata.landregistry.gov.uk";

/** From where the housing pipeline downloads its files. `HousingDownloads.parse({})` gives the defaults. */
export const HousingDownloads = z.strictObject({
  /** HM Land Registry's changes of the last month. The same address has another file each month. */
  monthlyUrl: Address.default(`${LAND_REGISTRY}/pp-monthly-update-new-version.csv`),
  /** The sales of one year; `{year}` is replaced by it. */
  yearlyUrl: Address.refine((text) => text.includes("{year}"), "write {year} where the year belongs").default(
    `${LAND_REGISTRY}/pp-{year}.csv`,
  ),
  /** All sales since 1995: 5.5 GB. */
  completeUrl: Address.default(`${LAND_REGISTRY}/pp-complete.csv`),
  /**
   * How many yearly files are loaded at first, and again after a month was missed. The figures need 36 months and the
   * 36 before, which are parts of seven years.
   */
  years: z.int().min(1).max(40).default(7),
  /** Loads the complete file instead of the yearly ones. */
  complete: z.boolean().default(false),
  /** Code-Point Open by default: OS's address always leads to the newest edition. Those of ONSPD change each quarter. */
  postcodesUrl: Address.default(
    "https://api.os.uk/downloads/v1/products/CodePointOpen/downloads?area=GB&format=CSV&redirect",
  ),
  /** A server that sends nothing for so long counts as unavailable. */
  idleSeconds: z.number().positive().max(300).default(60),
});
export type HousingDownloads = z.infer<typeof HousingDownloads>;
export type HousingDownloadsInput = z.input<typeof HousingDownloads>;

/** The settings as JSON, as the variable HOUSING_DOWNLOADS has them. Throws InvalidInput that names what is wrong. */
export function parseDownloads(text: string): HousingDownloads {
  const hint = `Write only what differs from the defaults, such as HOUSING_DOWNLOADS='{"years": 3}'.`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new InvalidInput("HOUSING_DOWNLOADS is not JSON.", { hint, cause });
  }
  const parsed = HousingDownloads.safeParse(value);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map(({ path, message }) => [...path, message].join(": "));
  throw new InvalidInput(`HOUSING_DOWNLOADS cannot be used: ${wrong.join("; ")}.`, { hint });
}
