export { startShoppers, type ShoppersOptions } from './start-shoppers.ts';
