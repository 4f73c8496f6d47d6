export {type Localnet, type LocalnetOptions, startLocalnet} from "./startLocalnet.ts";
