import { DATABASE, type DatabaseChoice } from '../database.js';
import { PrismaDatabase, type PrismaClientClass } from './prisma-database.js';

/**
 * The service's database through its generated Prisma client. Its providers inject `PrismaClient` itself; handlers and
 * `TransactionRunner` get a `Prisma.TransactionClient` as `tx`.
 *
 * @param PrismaClient from the service's `generated/client.js`
 */
export function prisma(PrismaClient: PrismaClientClass): DatabaseChoice {
  return {
    module: (settings) => ({
      module: PrismaModule,
      global: true,
      providers: [
        { provide: PrismaDatabase, useFactory: () => PrismaDatabase.open(PrismaClient, settings) },
        {
          provide: PrismaClient,
          inject: [PrismaDatabase],
          useFactory: ({ client }: PrismaDatabase) => client,
        },
        { provide: DATABASE, useExisting: PrismaDatabase },
      ],
      exports: [PrismaClient, PrismaDatabase, DATABASE],
    }),
  };
}

class PrismaModule {}
