import fc from "fast-check";
import { expect, test } from "vitest";
import { compareUtf8 } from "../../../../analysis/order.ts";
import { parseOptions } from "../../../../local/emr/dist-cp/options.ts";
import { planCopy, type SourceFile } from "../../../../local/emr/dist-cp/plan.ts";

const MIB = 1024 * 1024;

const segment = fc.string({
  unit: fc.constantFrom("a", "b", "ü", "😀", "\uffff", " "),
  minLength: 1,
  maxLength: 3,
});

/** Files in a few folders, each of one of three kinds, which groupBy tells apart by the name. */
const sources: fc.Arbitrary<readonly SourceFile[]> = fc.uniqueArray(
  fc
    .record({
      folder: fc.constantFrom("", "f/", "g/h/"),
      name: segment,
      kind: fc.constantFrom("x", "y", "other"),
      size: fc.oneof(fc.nat(10), fc.nat(3 * MIB)),
    })
    .map(({ folder, name, kind, size }) => {
      const relative = `${folder}${name}.${kind}`;
      return { path: `/src/${relative}`, relative, size };
    }),
  { selector: ({ path }) => path, maxLength: 30 },
);

const sizeOf = (paths: readonly string[], files: readonly SourceFile[]) =>
  files.filter(({ path }) => paths.includes(path)).reduce((sum, { size }) => sum + size, 0);

test("every file that matches is in exactly one output, in order, and every part has the size it should", () => {
  fc.assert(
    fc.property(sources, fc.integer({ min: 1, max: 4 }), (files, mebibytes) => {
      const options = ["--src=/src", "--dest=/dest", "--groupBy=.*[.]([xy])", `--targetSize=${mebibytes}`];
      const outputs = planCopy(files, parseOptions(options));
      for (const kind of ["x", "y"]) {
        const expected = files.filter(({ path }) => path.endsWith(`.${kind}`));
        const parts = outputs
          .map(({ inputs }) => inputs.map(({ path }) => path))
          .filter((paths) => paths.some((path) => path.endsWith(`.${kind}`)));
        expect(parts.flat()).toEqual(expected.map(({ path }) => path).sort(compareUtf8));
        for (const [index, paths] of parts.entries()) {
          expect(sizeOf(paths.slice(0, -1), files)).toBeLessThan(mebibytes * MIB);
          const isLast = index === parts.length - 1;
          if (!isLast) expect(sizeOf(paths, files)).toBeGreaterThanOrEqual(mebibytes * MIB);
        }
      }
      expect(outputs.flatMap(({ inputs }) => inputs).filter(({ path }) => path.endsWith("other"))).toEqual(
        [],
      );
      expect(new Set(outputs.map(({ relative }) => relative)).size).toBe(outputs.length);
    }),
    { seed: 5, numRuns: 500 },
  );
});
