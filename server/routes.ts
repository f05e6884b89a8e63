// Every route there is, in the order of the flow. `main.ts` serves this list, and the tests take each entry of it.
import type { Route } from './access/route.ts';
import { routes as access } from './access/routes.ts';
import { routes as audit } from './audit/routes.ts';

export const allRoutes: Route[] = [...access, ...audit];
