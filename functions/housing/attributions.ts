/** Whose data the figures are made from, in the words that its owners ask for. */
export interface Attribution {
  readonly text: string;
  readonly licence: string;
  readonly url: string | null;
}

const OGL = {
  licence: "Open Government Licence v3.0",
  url: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
};

/** https://www.gov.uk/government/statistical-data-sets/price-paid-data-downloads#using-or-publishing-our-price-paid-data */
const PRICE_PAID =
  "Contains HM Land Registry data © Crown copyright and database right {year}. This data is licensed under the Open Government Licence v3.0.";

/** https://www.ons.gov.uk/methodology/geography/licences */
const POSTCODES: Readonly<Record<string, string>> = {
  onspd:
    "Source: Office for National Statistics licensed under the Open Government Licence v3.0. Contains OS data © Crown copyright and database right {year}. Contains Royal Mail data © Royal Mail copyright and database right {year}.",
  "code-point-open":
    "Contains OS data © Crown copyright and database right {year}. Contains Royal Mail data © Royal Mail copyright and database right {year}. Contains National Statistics data © Crown copyright and database right {year}.",
};

const SYNTHETIC: Attribution = {
  text: "SYNTHETIC: these sales and postcodes are invented by CityPulse. They say nothing about any home.",
  licence: "Apache-2.0",
  url: null,
};

/** What must stand wherever the figures show. `year` is that of the run. */
export function attributionsOf({
  synthetic,
  postcodes,
  year,
}: {
  readonly synthetic: boolean;
  readonly postcodes: string | null;
  readonly year: number;
}): Attribution[] {
  if (synthetic) return [SYNTHETIC];
  const ofPostcodes = POSTCODES[postcodes ?? ""];
  if (ofPostcodes === undefined) return [];
  return [PRICE_PAID, ofPostcodes].map((text) => ({ text: text.replaceAll("{year}", String(year)), ...OGL }));
}
