/** The exit statuses of all commands. */

export const CLEAN = 0;
export const FOUND = 1;
export const FAILED = 2;
