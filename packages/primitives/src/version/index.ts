export {
  checkProtocolVersions,
  compatibleVersions,
  ProtocolVersions,
  prettyProtocolVersions,
  protocolVersions,
  protocolVersionsToText,
  softwareVersion,
  tendermintAppVersion,
} from "./protocolVersions.ts";
export {
  checkVersion,
  equalVersions,
  maskNonMajor,
  Version,
  VersionError,
  versionFromText,
  versionFromU64,
  versionToText,
  versionToU64,
} from "./version.ts";
