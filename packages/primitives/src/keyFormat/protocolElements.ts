import {addressSize, isAddress} from "../address/index.ts";
import {hashSize, isHash} from "../hash/index.ts";
import {isNamespace, namespaceSize} from "../namespace/index.ts";
import {isPublicKey, publicKeySize} from "../signature/index.ts";
import {keyFixed} from "./element.ts";

export const keyHash = keyFixed("hash", hashSize, isHash);

/** Keys with unknown namespace flags are not of the format. */
export const keyNamespace = keyFixed("namespace", namespaceSize, isNamespace);

export const keyPublicKey = keyFixed("public key", publicKeySize, isPublicKey);

export const keyAddress = keyFixed("address", addressSize, isAddress);
