// Removes what was built: a file whose source is gone would be run, or published.
import { rmSync } from 'node:fs';

for (const folder of ['dist', 'build']) rmSync(new URL(`../${folder}`, import.meta.url), { recursive: true, force: true });
