/** S3DistCp tells compressed files by their names alone, whatever is in them. */
const GZIP_EXTENSION = /(?<=[^/])\.(?:gz|gzip)$/i;

export const isGzipName = (name: string): boolean => GZIP_EXTENSION.test(name);

/** The name without `.gz` or `.gzip`; the name itself where it has neither. */
export const withoutGzipExtension = (name: string): string => name.replace(GZIP_EXTENSION, "");
