export {
  Address,
  addressFromText,
  addressPrefix,
  addressSize,
  addressToText,
  asAddress,
  isAddress,
} from "./address.ts";
export {AddressError} from "./addressError.ts";
export {type Bech32, decodeBech32, encodeBech32} from "./bech32.ts";
export {Bech32Error} from "./bech32Error.ts";
export {
  type AddressContext,
  addressContext,
  addressContexts,
  newAddress,
  runtimeAddress,
  stakingAddress,
} from "./newAddress.ts";
export {isReservedAddress, reservedAddresses, reservedPublicKeys} from "./reserved.ts";
