/** What a service's declaration says, as the stack reads it. */
export interface DeployedService {
  readonly name: string;
  readonly port: number;
  readonly database: boolean;
}
