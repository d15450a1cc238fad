// c15t as its React quickstart sets it up, without a server of its own, and with the three services by its script
// loader.

import { createRoot } from 'react-dom/client';
import { ConsentBanner, ConsentDialog, ConsentManagerProvider } from '@c15t/react';
import { SERVICES } from './page.mjs';

const scripts = SERVICES.map(({ id, src, after }) => ({
  id,
  src,
  category: 'measurement',
  onLoad: () => after && (0, eval)(after),
}));

createRoot(document.getElementById('c15t')).render(
  <ConsentManagerProvider
    options={{
      mode: 'offline',
      consentCategories: ['necessary', 'measurement', 'marketing'],
      overrides: { country: 'DE' },
      scripts,
    }}
  >
    <ConsentBanner />
    <ConsentDialog />
  </ConsentManagerProvider>,
);
