/** Small files of the housing pipeline around the stations of small-posts.ts: what each test changes is its own. */

/** In ONSPD's columns: at Bank, at Camden Town, far from both, terminated, without a location. */
export const SMALL_POSTCODES = `pcd,pcd2,pcds,dointr,doterm,lat,long
"EC3V3LA","EC3V 3LA","EC3V 3LA","198001","",51.5131,-0.0880
"EC3V3ND","EC3V 3ND","EC3V 3ND","198001","201501",51.5110,-0.0865
"NW1 7AB","NW1  7AB","NW1 7AB","198001","",51.5391,-0.1430
"NW1 8ZZ","NW1  8ZZ","NW1 8ZZ","198001","",99.999999,0.000000
"NW7 1AA","NW7  1AA","NW7 1AA","198001","",51.6150,-0.2400
`;

export const SMALL_POSTCODE_NAMES = ["EC3V 3LA", "EC3V 3ND", "NW1 7AB"] as const;

/** The fields of a row of the Price Paid Data. */
export interface SaleRow {
  readonly number: number;
  readonly price: number | string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly postcode: string;
  readonly type?: string;
  readonly isNew?: string;
  readonly street?: string;
  readonly category?: string;
  readonly status?: string;
}

/** A row as the Land Registry writes it: every field in quotes, CRLF. */
export function saleLine(row: SaleRow): string {
  const { number, price, date, postcode, type = "F", isNew = "N", category = "A", status = "A" } = row;
  const id = `{00000000-0000-4000-8000-${number.toString(16).toUpperCase().padStart(12, "0")}}`;
  const address = [
    `${number}`,
    "",
    row.street ?? "LOMBARD STREET",
    "",
    "LONDON",
    "CITY OF LONDON",
    "GREATER LONDON",
  ];
  const fields = [id, `${price}`, `${date} 00:00`, postcode, type, isNew, "L", ...address, category, status];
  return `${fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(",")}\r\n`;
}

/** A year of sales at the three postcodes: enough for figures, and some that are excluded or rejected. */
export function smallSales(): string {
  const rows = Array.from({ length: 120 }, (_, index): SaleRow => {
    const month = (index % 24) + 1;
    const [year, ofYear] = month > 12 ? [2026, month - 12] : [2025, month];
    return {
      number: index + 1,
      price: 300_000 + ((index * 7919) % 400) * 1000,
      date: `${year}-${String(ofYear).padStart(2, "0")}-${String(1 + (index % 27)).padStart(2, "0")}`,
      postcode: SMALL_POSTCODE_NAMES[index % 3] ?? "",
      type: "FFTSD"[index % 5] ?? "F",
      isNew: index % 10 === 0 ? "Y" : "N",
    };
  });
  return [
    ...rows.map(saleLine),
    saleLine({ number: 200, price: 1, date: "2026-05-01", postcode: "EC3V 3LA" }),
    saleLine({ number: 201, price: 500_000, date: "2026-05-01", postcode: "EC3V 3LA", category: "B" }),
    saleLine({ number: 202, price: 500_000, date: "2026-05-01", postcode: "" }),
    saleLine({ number: 203, price: 500_000, date: "2026-05-01", postcode: "NW7 1AA" }),
    saleLine({ number: 204, price: 500_000, date: "2026-12-28", postcode: "NW1 8ZZ" }),
  ].join("");
}

/** The month after: an addition, a change, a deletion, a change that moves a sale out of the filter. */
export const smallChanges = (): string =>
  [
    { number: 300, price: 650_000, date: "2026-12-30", postcode: "NW1 7AB" },
    { number: 1, price: 345_678, date: "2025-01-01", postcode: "EC3V 3LA", status: "C" },
    { number: 2, price: 300_000, date: "2025-02-02", postcode: "EC3V 3ND", status: "D" },
    { number: 3, price: 300_000, date: "2025-03-03", postcode: "NW1 7AB", category: "B", status: "C" },
  ]
    .map(saleLine)
    .join("");

export const SMALL_LISTINGS = `ad_id,link,price,bedrooms,bathrooms,living_rooms,address,distance,subway_station
1,https://example.org/1,"£750,000",2,1,1,"1 High Street, London",0.3,Bank
2,https://example.org/2,500000,1,1,,Camden,0.5,Camden Town
`;
