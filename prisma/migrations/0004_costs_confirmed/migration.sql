-- When the merchant said that the assumed cost share is right for the store.
ALTER TABLE "shops" ADD COLUMN "costs_confirmed_at" TIMESTAMPTZ(3);
