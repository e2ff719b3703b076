import type { PlacedSale } from "../../analysis/housing/sale.ts";
import { type Column, type ColumnType, type DecodedRows, decodeTable, encodeTable } from "../parquet.ts";

/** A station that has the sale within its circle, besides the nearest one. */
export interface OtherStation {
  readonly station: string;
  readonly metres: number;
}

/** What finds the distances of the other stations from a sale's point. */
export type MeasureOthers = (place: NonNullable<PlacedSale["place"]>) => readonly OtherStation[];

/** Names repeat, and so do places and days. */
const repetitive = { type: "STRING", nullable: true, repetitive: true } as const;

/** How each column is stored, in the order of `COPY`. A tombstone has the first four; the others are null. */
const SALE_TYPES = {
  line: { type: "INT32" },
  sale_id: { type: "STRING" },
  status: { type: "STRING", repetitive: true },
  date: { type: "STRING", repetitive: true },
  price: { type: "INT32", nullable: true },
  postcode: repetitive,
  property_type: repetitive,
  is_new: { type: "BOOLEAN", nullable: true },
  tenure: repetitive,
  paon: repetitive,
  saon: repetitive,
  street: repetitive,
  locality: repetitive,
  town: repetitive,
  district: repetitive,
  county: repetitive,
  latitude: { type: "DOUBLE", nullable: true },
  longitude: { type: "DOUBLE", nullable: true },
  station: repetitive,
  metres: { type: "INT32", nullable: true },
  other_stations: repetitive,
} as const satisfies Readonly<Record<string, ColumnType>>;

type SaleColumn = keyof typeof SALE_TYPES;

/** The columns of `sales/*.parquet` and, after the file, of `schema_housing.sale_versions`. */
export const SALE_COLUMNS: readonly string[] = Object.keys(SALE_TYPES);

type Cell = string | number | boolean | null;

/** Gathers placed sales for one file of Parquet. */
export interface SaleTable {
  readonly length: number;
  add(sale: PlacedSale): void;
  encode(): Uint8Array;
}

export function saleTable(measureOthers: MeasureOthers): SaleTable {
  const cells = new Map<string, Cell[]>(SALE_COLUMNS.map((name) => [name, []]));
  let length = 0;
  return {
    get length() {
      return length;
    },
    add(sale) {
      for (const [name, cell] of Object.entries(cellsOf(sale, measureOthers))) cells.get(name)?.push(cell);
      length++;
    },
    encode: () =>
      encodeTable(
        Object.entries(SALE_TYPES).map(
          ([name, type]): Column => ({ name, ...type, cells: cells.get(name) ?? [] }),
        ),
      ),
  };
}

function cellsOf(sale: PlacedSale, measureOthers: MeasureOthers): Record<SaleColumn, Cell> {
  const { line, id, status, date, place } = sale;
  const known = { line, sale_id: id, status, date };
  if (place === null) return { ...TOMBSTONE, ...known };
  return {
    ...known,
    price: sale.price,
    postcode: sale.postcode,
    property_type: sale.type,
    is_new: sale.isNew,
    tenure: sale.tenure,
    paon: sale.paon,
    saon: sale.saon,
    street: sale.street,
    locality: sale.locality,
    town: sale.town,
    district: sale.district,
    county: sale.county,
    latitude: place.latitude,
    longitude: place.longitude,
    station: place.station,
    metres: place.metres,
    other_stations: JSON.stringify(measureOthers(place)),
  };
}

/** The sale has no place here, whatever it costs. */
const TOMBSTONE = {
  price: null,
  postcode: null,
  property_type: null,
  is_new: null,
  tenure: null,
  paon: null,
  saon: null,
  street: null,
  locality: null,
  town: null,
  district: null,
  county: null,
  latitude: null,
  longitude: null,
  station: null,
  metres: null,
  other_stations: null,
} satisfies Partial<Record<SaleColumn, Cell>>;

/** The rows of a file of sales, as values in the order of SALE_COLUMNS. */
export const decodeSaleTable = (file: Uint8Array): Promise<DecodedRows> => decodeTable(file, SALE_COLUMNS);
