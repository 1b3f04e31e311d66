#!/usr/bin/env node
// The command line runs the TypeScript sources directly, as `npm start` does.
import { register } from 'tsx/esm/api';

register();
await import('../src/cli.ts');
