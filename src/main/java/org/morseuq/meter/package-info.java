/** What a detector in service does, as meters of Micrometer; that library is optional, and used in this room only. */
package org.morseuq.meter;
