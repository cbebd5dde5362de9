/**
 * A small HTTP service around a Morse detector. A request goes through {@link org.morseuq.service.Front}, which finds its
 * {@link org.morseuq.service.Route}, reads the body and puts the work into the {@link org.morseuq.service.WorkQueue};
 * an {@link org.morseuq.service.Endpoint} turns a {@link org.morseuq.service.Call} into an
 * {@link org.morseuq.service.Answer} or refuses it with a {@link org.morseuq.service.Refusal}.
 */
package org.morseuq.service;
