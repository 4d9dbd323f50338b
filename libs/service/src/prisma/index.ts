export { prisma } from './prisma.js';
export { PrismaDatabase, type PrismaClientClass } from './prisma-database.js';
