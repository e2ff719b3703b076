export interface Station {
  name: string;
  slug: string;
  zone: string;
  latitude: number;
  longitude: number;
}
