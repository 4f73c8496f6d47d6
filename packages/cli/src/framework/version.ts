import {protocolVersions, versionToText} from "@oasis-node/primitives/version";

/** The release of the reference whose behaviour this is. */
const softwareVersion = "21.3.14";

/** The Go release which that one was built with: shown because tools compare the whole text. */
const toolchainVersion = "1.17.13";

/** What `--version` prints, byte for byte as the reference does (cli-config-grpc, head). */
export function versionText(): string {
  const {consensusProtocol, runtimeHostProtocol, runtimeCommitteeProtocol} = protocolVersions;
  return [
    `Software version: ${softwareVersion}`,
    "Consensus:",
    `  Consensus protocol version: ${versionToText(consensusProtocol)}`,
    "Runtime:",
    `  Host protocol version:      ${versionToText(runtimeHostProtocol)}`,
    `  Committee protocol version: ${versionToText(runtimeCommitteeProtocol)}`,
    `Go toolchain version: ${toolchainVersion}`,
    "",
  ].join("\n");
}
