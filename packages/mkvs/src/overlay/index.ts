export {Overlay} from "./overlay.ts";
