/** Runs for every test file, also where several share a process and load the modules they import only once. */
import { afterAll } from 'vitest';
import { endFile } from './file-end.ts';

afterAll(endFile);
