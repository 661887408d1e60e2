export { cartLinesDiscountsGenerateRun } from "./cart-lines-discounts-generate-run.ts";
