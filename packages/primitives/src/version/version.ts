import {omitEmpty, struct, u16, type ValueOf} from "../cbor/index.ts";
import {TypedError} from "../errors/index.ts";

/** Version of a protocol or a runtime; each part is a u16 and absent on the wire when zero (primitives-mkvs §1.5). */
export const Version = struct("version.Version", {
  major: omitEmpty(u16),
  minor: omitEmpty(u16),
  patch: omitEmpty(u16),
});
export type Version = ValueOf<typeof Version>;

/** A version is not one: all zero, or a text which does not read as one. */
export class VersionError extends TypedError<"invalidVersion" | "malformedText"> {}

/** The version as one number: `major << 32 | minor << 16 | patch`. */
export function versionToU64(version: Version): bigint {
  return (BigInt(version.major) << 32n) | BigInt(version.minor * 0x1_0000 + version.patch);
}

/** Version of a number; bits above the three parts are ignored. */
export function versionFromU64(value: bigint): Version {
  const part = (shift: bigint): number => Number((value >> shift) & 0xffffn);
  return Version.make({major: part(32n), minor: part(16n), patch: part(0n)});
}

/** `major.minor.patch`. */
export function versionToText(version: Version): string {
  return `${version.major}.${version.minor}.${version.patch}`;
}

/**
 * Version of a text like `1.2.3`: what follows the first `-`, the first `+` or the third part is ignored, minor and patch
 * may be missing. Throws `VersionError` `malformedText`.
 */
export function versionFromText(text: string): Version {
  const release = text.split("-", 1)[0]?.split("+", 1)[0] ?? "";
  const [major = 0, minor = 0, patch = 0] = release.split(".", 3).map((part) => parsePart(part, release));
  return Version.make({major, minor, patch});
}

function parsePart(part: string, text: string): number {
  const value = /^[0-9]+$/.test(part) ? Number(part) : Number.NaN;
  if (!(value <= 0xffff))
    throw new VersionError("malformedText", `version: failed to parse SemVer '${text}'`, {details: {part}});
  return value;
}

/** Throws `VersionError` `invalidVersion` for 0.0.0. */
export function checkVersion(version: Version): void {
  if (versionToU64(version) === 0n)
    throw new VersionError("invalidVersion", `invalid version: ${versionToText(version)}`);
}

export function equalVersions(a: Version, b: Version): boolean {
  return a.major === b.major && a.minor === b.minor && a.patch === b.patch;
}

/** The version with all but its major part zero: what compatibility is judged by. */
export function maskNonMajor(version: Version): Version {
  return Version.make({major: version.major});
}
