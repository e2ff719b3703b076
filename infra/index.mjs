// The stack, by `pulumi up`. Plain JavaScript, because it runs on whatever Node Pulumi finds first on the PATH.
import { RunError } from "@pulumi/pulumi";

export default async () => {
  if (!process.features.typescript)
    throw new RunError(
      `This is Node ${process.version}, and the program is TypeScript that Node 24 runs as it stands.\n` +
        "Have Pulumi find the Node that the packages bring: npx pulumi up, or npm exec -c 'pulumi up'.",
    );
  return (await import("./program.ts")).default();
};
