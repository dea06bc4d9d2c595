// SPDX-License-Identifier: Apache-2.0
// Nothing: it is there so that the header that all tests share is compiled with their options.
