/** Permission bits of files with keys, on writing and, exactly, on loading (primitives-mkvs §2.10). */
export const keyFileMode = 0o600;

/** Permission bits of certificate files (primitives-mkvs §7.2). */
export const certificateFileMode = 0o644;

/** Whether a file mode as of `stat` has exactly the permission bits of a key file. */
export function isKeyFileMode(mode: number): boolean {
  return (mode & 0o777) === keyFileMode;
}
