export {keymanagerApp} from "./app.ts";
export {checkKeymanagerGenesis, type KeymanagerGenesisChecks} from "./checkGenesis.ts";
export {policyChecksum} from "./checksum.ts";
export {keymanagerErrors} from "./errors.ts";
export {KeymanagerStatuses, keymanagerAppName, keymanagerStatusKey} from "./events.ts";
export {exportKeymanager, initKeymanager} from "./genesis.ts";
export {KeymanagerError} from "./keymanagerError.ts";
export {keymanagerKeys} from "./keys.ts";
export {keymanagerMethods} from "./methods.ts";
export {checkPolicySignatures} from "./policy.ts";
export {keymanagerQueries} from "./queries.ts";
export {KeymanagerState} from "./state.ts";
export {
  EnclavePolicySgx,
  InitResponse,
  KeymanagerGenesis,
  KeymanagerStatus,
  PolicySgx,
  SignedInitResponse,
  SignedPolicySgx,
} from "./types/index.ts";
