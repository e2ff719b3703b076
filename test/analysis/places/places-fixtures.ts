import fc, { type Arbitrary } from "fast-check";
import type { Station } from "../../../analysis/places/station.ts";
import type { Point } from "../../../analysis/posts/post.ts";

export const KILOMETRE = 1000 / ((6_371_008.8 * Math.PI) / 180);

export const point = (latitude: number, longitude: number): Point => ({ latitude, longitude });

export const station = (name: string, latitude: number, longitude: number): Station => ({
  name,
  slug: name.toLowerCase(),
  zone: "1",
  latitude,
  longitude,
});

const degrees = (min: number, max: number) => fc.double({ min, max, noNaN: true });

/** Points in a few kilometres around places where the globe is awkward, and some anywhere. */
export const awkwardPoint: Arbitrary<Point> = fc
  .oneof(
    { weight: 4, arbitrary: fc.tuple(degrees(51.47, 51.53), degrees(-0.13, -0.07)) },
    // The date line, at the equator and in the far north, where a kilometre is half a degree.
    {
      weight: 2,
      arbitrary: fc.tuple(degrees(-0.02, 0.02), fc.oneof(degrees(179.98, 180), degrees(-180, -179.98))),
    },
    { weight: 2, arbitrary: fc.tuple(degrees(88.98, 89), fc.oneof(degrees(179, 180), degrees(-180, -179))) },
    // Both poles, and the parallel from which a kilometre just reaches the pole.
    { weight: 2, arbitrary: fc.tuple(degrees(89.98, 90), degrees(-180, 180)) },
    { weight: 2, arbitrary: fc.tuple(degrees(-90, -89.98), degrees(-180, 180)) },
    {
      weight: 1,
      arbitrary: fc.tuple(
        degrees(-1e-12, 1e-12).map((off) => 90 - KILOMETRE + off),
        degrees(-180, 180),
      ),
    },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom(-90, 90, 0, -0), fc.constantFrom(-180, 180, 0, -0)) },
    { weight: 1, arbitrary: fc.tuple(degrees(-90, 90), degrees(-180, 180)) },
  )
  .map(([latitude, longitude]) => point(latitude, longitude));

/** Of a station in the set, a point a kilometre away in some direction, to within a millimetre. */
export const onItsCircle = (centre: Point, bearing: number, off: number): Point => {
  const radians = Math.PI / 180;
  const angle = (KILOMETRE + off) * radians;
  const latitude = centre.latitude * radians;
  const sine =
    Math.sin(latitude) * Math.cos(angle) + Math.cos(latitude) * Math.sin(angle) * Math.cos(bearing);
  const east = Math.atan2(
    Math.sin(bearing) * Math.sin(angle) * Math.cos(latitude),
    Math.cos(angle) - Math.sin(latitude) * sine,
  );
  const longitude = centre.longitude + east / radians;
  return point(
    Math.asin(sine) / radians,
    longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude,
  );
};
