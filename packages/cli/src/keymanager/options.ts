import {bool, option, stringMap, strings, text, uint, uint32} from "@oasis-node/node/options";
import {debugGateOptions, transactionOptions, verboseOptions} from "../framework/index.ts";

const policyFileOptions = {
  "keymanager.policy.file": option(text, "km_policy.cbor", "path of the policy, in CBOR"),
};
const signatureFileOptions = {
  "keymanager.policy.signature.file": option(
    strings,
    ["km_policy.cbor.sign"],
    "paths of signatures of the policy, in PEM",
  ),
};

export const initPolicyOptions = {
  ...policyFileOptions,
  "keymanager.policy.serial": option(uint32, 0, "number of the policy, larger than that of the one before"),
  "keymanager.policy.id": option(text, "", "ID of the key manager ParaTime, in hexadecimal"),
  "keymanager.policy.enclave.id": option(
    text,
    "",
    "a key manager enclave (MRENCLAVE and MRSIGNER in hexadecimal), with the permissions behind it; may be repeated",
  ),
  "keymanager.policy.may.replicate": option(
    strings,
    [],
    "enclaves that get the master secret of the enclave before it",
  ),
  "keymanager.policy.may.query": option(
    stringMap,
    new Map<string, string>(),
    "ParaTime and its enclaves that may ask the enclave before it, as ID=ENCLAVE,…",
  ),
};
export const signPolicyOptions = {
  ...debugGateOptions,
  ...policyFileOptions,
  ...signatureFileOptions,
  "keymanager.policy.key.file": option(text, "", "path of the key to sign with"),
  "keymanager.policy.testkey": option(uint, 0, "number of a test key to sign with, from 1", {
    hidden: true,
    debugOnly: true,
  }),
};
export const verifyPolicyOptions = {
  ...policyFileOptions,
  ...signatureFileOptions,
  ...verboseOptions,
  "keymanager.policy.ignore.signature": option(bool, false, "check the form of the policy only"),
};
export const initStatusOptions = {
  ...policyFileOptions,
  ...signatureFileOptions,
  "keymanager.status.id": option(text, "", "ID of the key manager ParaTime, in hexadecimal"),
  "keymanager.status.file": option(text, "km_status.json", "path of the status to write, in JSON"),
  "keymanager.status.initialized": option(
    bool,
    false,
    "the key manager has its master secret; needs the checksum",
  ),
  "keymanager.status.secure": option(bool, false, "the key manager runs in enclaves"),
  "keymanager.status.checksum": option(text, "", "checksum of the master secret, in hexadecimal"),
};
export const updateOptions = {...transactionOptions, ...policyFileOptions, ...signatureFileOptions};
