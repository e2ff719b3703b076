import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The slow tests begin, and the fast ones keep all workers busy to the end. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isFast = ({ project }: TestSpecification): number => Number(project.name === "fast");
    return sorted.toSorted((left, right) => isFast(left) - isFast(right));
  }
}
