import {struct, type ValueOf} from "../cbor/index.ts";
import {checkVersion, maskNonMajor, Version, VersionError, versionToText, versionToU64} from "./version.ts";

/** Versions of the protocols a node speaks. */
export const ProtocolVersions = struct("version.ProtocolVersions", {
  consensusProtocol: Version,
  runtimeHostProtocol: Version,
  runtimeCommitteeProtocol: Version,
});
export type ProtocolVersions = ValueOf<typeof ProtocolVersions>;

/** The release of the reference whose behaviour this is, as it names itself. */
export const softwareVersion = "21.3.14";

/** What Oasis Core 21.3.14 speaks. */
export const protocolVersions: Readonly<ProtocolVersions> = Object.freeze({
  consensusProtocol: Object.freeze({major: 4, minor: 0, patch: 0}),
  runtimeHostProtocol: Object.freeze({major: 4, minor: 0, patch: 0}),
  runtimeCommitteeProtocol: Object.freeze({major: 3, minor: 0, patch: 0}),
});

/** Version of the ABCI application: that of the consensus protocol with only its major part, as a number. */
export const tendermintAppVersion: bigint = versionToU64(maskNonMajor(protocolVersions.consensusProtocol));

const labels = {
  consensusProtocol: "Consensus",
  runtimeHostProtocol: "Runtime Host",
  runtimeCommitteeProtocol: "Runtime Committee",
} as const;
const protocols = ["consensusProtocol", "runtimeHostProtocol", "runtimeCommitteeProtocol"] as const;

/** Throws `VersionError` `invalidVersion` when one of the versions is 0.0.0. */
export function checkProtocolVersions(versions: ProtocolVersions): void {
  for (const protocol of protocols) {
    try {
      checkVersion(versions[protocol]);
    } catch (cause) {
      if (!(cause instanceof VersionError)) throw cause;
      throw new VersionError(cause.code, `invalid ${labels[protocol]} protocol version: ${cause.message}`, {
        cause,
      });
    }
  }
}

/** Whether all major parts agree. */
export function compatibleVersions(a: ProtocolVersions, b: ProtocolVersions): boolean {
  return protocols.every((protocol) => a[protocol].major === b[protocol].major);
}

/** One line for logs and status. */
export function protocolVersionsToText(versions: ProtocolVersions): string {
  return protocols
    .map((protocol) => `${labels[protocol]} protocol: ${versionToText(versions[protocol])}`)
    .join(", ");
}

/** Lines for people, each behind `prefix` and ended by a line feed. */
export function prettyProtocolVersions(versions: ProtocolVersions, prefix = ""): string {
  return protocols
    .map((protocol) => `${prefix}${labels[protocol]} Protocol: ${versionToText(versions[protocol])}\n`)
    .join("");
}
