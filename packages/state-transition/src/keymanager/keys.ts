import {hashed, keyFormat, keyNamespace} from "@oasis-node/primitives/keyFormat";

/** State keys of the key manager (consensus-paratime §4.1). */
export const keymanagerKeys = {
  /** `70` ‖ H(runtime ID): status. */
  status: keyFormat(0x70, hashed(keyNamespace)),
} as const;
