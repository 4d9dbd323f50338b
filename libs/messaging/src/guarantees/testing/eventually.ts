export { eventually } from '@waybill/testing';
