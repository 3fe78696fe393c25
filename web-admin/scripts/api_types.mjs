// Writes src/api/schema.d.ts from the controller's openapi.yaml; with --check it only says whether the two agree.
import { readFileSync, writeFileSync } from 'node:fs';
import openapi, { astToString } from 'openapi-typescript';

const source = new URL('../../controller/web_api/openapi.yaml', import.meta.url);
const target = new URL('../src/api/schema.d.ts', import.meta.url);
const head = '// Made from controller/web_api/openapi.yaml by `npm run api-types`; never edited by hand.\n\n';

const wanted = head + astToString(await openapi(source));
if (process.argv.includes('--check')) {
  const present = readFileSync(target, 'utf8');
  if (present !== wanted) {
    console.error('src/api/schema.d.ts is not what controller/web_api/openapi.yaml says; run `npm run api-types` and commit.');
    process.exit(1);
  }
} else {
  writeFileSync(target, wanted);
}
