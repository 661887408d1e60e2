/**
 * Shopify's Customer Privacy API as far as apps ask it: `Shopify.loadFeatures` brings
 * `Shopify.customerPrivacy`. Without a choice everything is allowed, as on a store that shows no consent
 * banner; a choice is kept in the cookie `_tracking_consent`.
 */
export const CONSENT_SCRIPT = `(function (Shopify) {
  var KINDS = ["analytics", "marketing", "preferences", "sale_of_data"];
  function read() {
    var found = /(?:^|; )_tracking_consent=([^;]*)/.exec(document.cookie);
    try { return found ? JSON.parse(decodeURIComponent(found[1])) : {}; } catch (error) { return {}; }
  }
  function allowed(kind) { return function () { return read()[kind] !== "no"; }; }
  Shopify.loadFeatures = function (features, done) {
    Shopify.customerPrivacy = Shopify.customerPrivacy || {
      analyticsProcessingAllowed: allowed("analytics"),
      marketingAllowed: allowed("marketing"),
      preferencesProcessingAllowed: allowed("preferences"),
      saleOfDataAllowed: allowed("sale_of_data"),
      shouldShowBanner: function () { return false; },
      currentVisitorConsent: function () { var now = read(); return Object.fromEntries(KINDS.map(function (kind) { return [kind, now[kind] || ""]; })); },
      setTrackingConsent: function (consent, then) {
        var next = read();
        KINDS.forEach(function (kind) { if (typeof consent[kind] === "boolean") next[kind] = consent[kind] ? "yes" : "no"; });
        document.cookie = "_tracking_consent=" + encodeURIComponent(JSON.stringify(next)) + "; path=/; max-age=31536000; samesite=lax";
        document.dispatchEvent(new CustomEvent("visitorConsentCollected", { detail: next }));
        if (then) then();
      },
    };
    setTimeout(function () { if (done) done(); });
  };
})(window.Shopify);`;
