/**
 * S3DistCp (`s3-dist-cp`) between folders of this machine, for the options `--src`, `--dest`, `--srcPattern`,
 * `--groupBy`, `--targetSize` and `--outputCodec`. On success it prints on stdout what was read and written; on
 * failure one sentence on stderr, and the exit code is 1.
 *
 * Documented by AWS, in the EMR release guide:
 * - all of `--src` is copied, or what matches `--srcPattern` or `--groupBy`
 * - files whose groups are equal are concatenated, into a file that is named after what was captured
 * - a pattern without a group is an error
 * - `--targetSize` is in MiB; files that become larger are numbered before the extension: `myfile0.gz`, `myfile1.gz`
 * - without `--outputCodec` nothing changes its compression; with gz or gzip the extension is `.gz`
 * - a failed copy is an error, and leaves what was copied before
 *
 * Not documented, and to the best of our knowledge:
 * - a pattern must match the whole path (on a cluster the whole URI, here the local path)
 * - a `--src` that does not exist, or of which nothing matches, is an error
 * - groups keep the folders below `--src`: a file is in the folder of one of its inputs (here of the first)
 * - several groups are joined to one name, of which what follows the last slash or colon stays
 * - a part ends with the file that reaches the target size, and sizes are those of the stored, compressed files
 * - compressed files are told by their names, and nothing is put between the bytes of two files
 * - hidden files and `_SUCCESS` are copied
 *
 * Where this program differs: files are ordered by path, on a cluster in any order. Compressed files that stay
 * so are concatenated byte by byte, as gzip members, on a cluster perhaps compressed again. Concatenated files
 * replace what is there, on a cluster they may be appended to it or take the next number: copy groups to a new
 * folder. A release may leave the number off the first part. Names that meet, which overwrite each other there,
 * are refused here. On S3 a `--src` without a slash at its end is a prefix of keys, here always a folder or file.
 */
import { InvalidInput, messageOf } from "../../../functions/errors.ts";
import { copyOutputs } from "./copy.ts";
import { listFiles } from "./list-files.ts";
import { parseOptions } from "./options.ts";
import { planCopy } from "./plan.ts";

try {
  const options = parseOptions(process.argv.slice(2));
  const outputs = planCopy(await listFiles(options.src), options);
  if (outputs.length === 0) {
    throw new InvalidInput(
      `There is nothing to copy below ${options.src}: it has no file, or none that matches --srcPattern and --groupBy.`,
    );
  }
  const counts = await copyOutputs(outputs, options.dest);
  process.stdout.write(
    `Files read: ${counts.filesRead} (${counts.bytesRead} bytes). ` +
      `Files written: ${counts.filesWritten} (${counts.bytesWritten} bytes).\n`,
  );
} catch (error) {
  process.stderr.write(`s3-dist-cp: ${messageOf(error)}\n`);
  process.exitCode = 1;
}
