import { expect, test } from "vitest";
import { nameStems } from "../../../analysis/topics/uninformative-words.ts";

test("the words of a name are its own alone and run together, an & left out or as and", () => {
  for (const stem of ["eleph", "castl", "elephantcastl", "elephantandcastl", "london"])
    expect(nameStems("Elephant & Castle")).toContain(stem);
  expect(nameStems("Elephant & Castle")).not.toContain("and");
});
