/** How files on local disks are written, and what failures say. */
package fwlstm.io;
