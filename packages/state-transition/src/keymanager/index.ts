export {keymanagerErrors} from "./errors.ts";
export {keymanagerMethods} from "./methods.ts";
export {
  EnclavePolicySgx,
  InitResponse,
  KeymanagerGenesis,
  KeymanagerStatus,
  PolicySgx,
  SignedInitResponse,
  SignedPolicySgx,
} from "./types.ts";
