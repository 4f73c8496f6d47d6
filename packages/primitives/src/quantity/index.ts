export {isQuantity, quotient, subtract, subtractUpTo} from "./arithmetic.ts";
export {quantityFromBytes, quantityToBytes} from "./binaryForm.ts";
export {Quantity} from "./quantity.ts";
export {QuantityError} from "./quantityError.ts";
export {quantityFromText, quantityToText} from "./textForm.ts";
