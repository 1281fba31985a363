import { soakRotations } from './rotation-soak.ts';

/** The short version of `npm run soak:rotations`. */
test('three rotations under load, over HTTP: no good token is refused', async () => {
  const report = await soakRotations({ verifications: 1500 });
  expect(report.broken).toEqual([]);
  expect(report.verifications).toBeGreaterThanOrEqual(1500);
  expect(report.rotations).toBe(3);
  expect(report.signers).toHaveLength(4);
});
