export { eventually } from '@waybill/stack/testing';
