/** Processes of every service: two are enough to take over from each other. */
export const REPLICAS = 2;
