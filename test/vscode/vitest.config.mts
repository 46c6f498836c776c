import { defineConfig } from 'vitest/config';

/** The tests that need a workbench; `npm run test:editors`. */
export default defineConfig({
  test: {
    include: ['test/vscode/*.test.ts'],
    globalSetup: 'test/vscode/setup.ts',
    testTimeout: 120_000,
    hookTimeout: 600_000,
    fileParallelism: false,
    // A workbench on a busy machine loses a key now and then.
    retry: 2,
  },
});
