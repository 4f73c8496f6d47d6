export {DrbgError} from "./drbgError.ts";
export {type DrbgHash, type DrbgOptions, HmacDrbg} from "./hmacDrbg.ts";
export {type ByteReader, MathRand} from "./mathRand.ts";
